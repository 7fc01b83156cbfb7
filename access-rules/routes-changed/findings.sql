SELECT event_id, coalesce(json_extract_string(request, '$.routeTableId'), 'a route table') AS subject
FROM done
WHERE event_source = 'ec2.amazonaws.com' AND event_name IN ('CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'DeleteRoute',
  'DeleteRouteTable', 'AssociateRouteTable', 'DisassociateRouteTable', 'ReplaceRouteTableAssociation')

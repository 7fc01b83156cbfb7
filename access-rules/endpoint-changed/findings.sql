SELECT d.event_id, string_agg(n.name, ', ' ORDER BY n.name) AS subject
FROM done d JOIN endpoints n ON contains(d.request, '"' || n.name || '"')
WHERE d.event_source = 'ec2.amazonaws.com' AND d.event_name IN ('ModifyVpcEndpoint', 'DeleteVpcEndpoints')
GROUP BY d.event_id

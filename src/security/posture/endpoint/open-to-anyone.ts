import type { SecurityGroup } from '@aws-sdk/client-ec2';

const ANYONE: readonly string[] = ['0.0.0.0/0', '::/0'];

/** What a security group lets in from every address: `sg-1 lets in tcp 443 from 0.0.0.0/0`. */
export function openToAnyone({ GroupId = '', IpPermissions = [] }: SecurityGroup): string[] {
  return IpPermissions.flatMap(({ IpProtocol = '-1', FromPort, ToPort, IpRanges = [], Ipv6Ranges = [] }) => {
    const ranges = [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)];
    const ports =
      FromPort === undefined ? '' : ` ${FromPort}${ToPort === FromPort ? '' : `-${ToPort ?? ''}`}`;
    const what = IpProtocol === '-1' ? 'everything' : `${IpProtocol}${ports}`;
    return ranges
      .filter((range) => range !== undefined && ANYONE.includes(range))
      .map((range) => `${GroupId} lets in ${what} from ${range ?? ''}`);
  });
}

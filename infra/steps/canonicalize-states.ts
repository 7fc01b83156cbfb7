import { type DayFunctions, invoke, type Json, retry } from './tasks.js';

/** The Fargate task that takes files which are too much for a function. */
export type LargeFileTask = {
  cluster: string;
  definition: string;
  container: string;
  subnets: readonly string[];
  security_groups: readonly string[];
};

/** What the map over files is made of: where its results go, how wide it is, and the task for large files where there is one. */
export type CanonicalizeParts = {
  functions: DayFunctions;
  state: { bucket: string; prefix: string };
  large: LargeFileTask | null;
  most_children: number;
};

/** Share of ranges that may fail before the whole is taken for broken: a poisoned file fails none (ADR 60). */
const TOLERATED_PERCENT = 5;

/** Each range of a wave is settled by a child; what failed is told by the commit, which misses its settlements. */
export function canonicalizeWave({ functions, state, large, most_children }: CanonicalizeParts): Json {
  const prefix = state.prefix === '' ? '' : `${state.prefix}/`;
  return {
    Type: 'Map',
    Label: 'Canonicalize',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: {
        Bucket: '{% $listed.waves[$wave].ranges.bucket %}',
        Key: '{% $listed.waves[$wave].ranges.key %}',
      },
    },
    ItemSelector: {
      execution: '{% $execution %}',
      trade_date: '{% $trade_date %}',
      range: '{% $states.context.Map.Item.Value %}',
    },
    MaxConcurrency: most_children,
    ToleratedFailurePercentage: TOLERATED_PERCENT,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      ...(large === null ? settleOnly(functions) : settleBySize(functions, large)),
    },
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: state.bucket, Prefix: `{% '${prefix}execution=' & $execution & '/map' %}` },
    },
    Output: {},
    Next: 'CommitFeeds',
  };
}

function settleOnly(functions: DayFunctions): Json {
  return { StartAt: 'SettleRange', States: { SettleRange: settleRange(functions) } };
}

function settleBySize(functions: DayFunctions, large: LargeFileTask): Json {
  return {
    StartAt: 'RangeSize',
    States: {
      RangeSize: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.range.large %}', Next: 'SettleLargeFile' }],
        Default: 'SettleRange',
      },
      SettleRange: settleRange(functions),
      SettleLargeFile: settleLargeFile(large),
    },
  };
}

function settleRange(functions: DayFunctions): Json {
  return invoke(functions.canonicalize_delivery, '{% $states.input %}', { End: true });
}

function settleLargeFile(task: LargeFileTask): Json {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::ecs:runTask.sync',
    Arguments: {
      Cluster: task.cluster,
      TaskDefinition: task.definition,
      LaunchType: 'FARGATE',
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: [...task.subnets],
          SecurityGroups: [...task.security_groups],
          AssignPublicIp: 'DISABLED',
        },
      },
      Overrides: {
        ContainerOverrides: [
          {
            Name: task.container,
            Environment: [{ Name: 'TAPEWARDEN_EVENT', Value: '{% $string($states.input) %}' }],
          },
        ],
      },
    },
    TimeoutSeconds: '{% $states.input.range.most_seconds %}',
    Retry: retry(['States.TaskFailed', 'States.Timeout', 'ECS.AmazonECSException'], 3),
    Output: {},
    End: true,
  };
}

/** One committer a feed, which goes on until all of the wave is committed. */
export function commitFeeds(functions: DayFunctions): Json {
  return {
    Type: 'Map',
    Items: '{% [$listed.waves[$wave].feeds] %}',
    ItemSelector: {
      execution: '{% $execution %}',
      trade_date: '{% $trade_date %}',
      list: '{% $listed.list %}',
      wave: '{% $wave %}',
      feed: '{% $states.context.Map.Item.Value %}',
      from: 0,
    },
    MaxConcurrency: 40,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'CommitDeliveries',
      States: {
        CommitDeliveries: invoke(functions.commit_deliveries, '{% $states.input %}', {
          Output: '{% $merge([$states.result.Payload, { "from": $states.result.Payload.next }]) %}',
          Next: 'AllCommitted',
        }),
        AllCommitted: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.done %}', Next: 'FeedCommitted' }],
          Default: 'CommitDeliveries',
        },
        FeedCommitted: { Type: 'Pass', Output: {}, End: true },
      },
    },
    Output: {},
    Assign: { wave: '{% $wave + 1 %}' },
    Next: 'NextWave',
  };
}

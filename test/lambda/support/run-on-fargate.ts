import type { TaskAnswer } from '../../fakes/step-functions/fake-step-functions.js';
import { StatesError } from '../../fakes/step-functions/states-error.js';

type Request = {
  LaunchType: string;
  NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: string } };
  Overrides: { ContainerOverrides: { Name: string; Environment: { Name: string; Value: string }[] }[] };
};

/** Runs a task with what its definition and the overrides give it, and tells the code that it ends with. */
export type RunTask = (environment: Readonly<Record<string, string>>) => Promise<number | null>;

const TASK_MS = 600_000;

/**
 * `ecs:runTask.sync`: starts the task with what its definition and the overrides give it, and waits for its end. A container that ends
 * with anything but 0 is `States.TaskFailed`, as a task is that was killed.
 */
export async function runOnFargate(input: unknown, run: RunTask): Promise<TaskAnswer> {
  const { Overrides, LaunchType, NetworkConfiguration } = input as Request;
  const [container] = Overrides.ContainerOverrides;
  if (container === undefined || LaunchType !== 'FARGATE')
    throw new StatesError('States.Runtime', 'no container');
  if (NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp !== 'DISABLED')
    throw new StatesError('States.Runtime', 'tasks are not reached from outside');
  const given = Object.fromEntries(container.Environment.map(({ Name, Value }) => [Name, Value]));
  const exit = await run({ TAPEWARDEN_STEP: 'canonicalize-delivery', ...given });
  if (exit !== 0) {
    const stopped = {
      Containers: [{ Name: container.Name, ExitCode: exit }],
      StopCode: 'EssentialContainerExited',
    };
    throw new StatesError('States.TaskFailed', JSON.stringify(stopped));
  }
  return { result: { Containers: [{ Name: container.Name, ExitCode: 0 }] }, took_ms: TASK_MS };
}

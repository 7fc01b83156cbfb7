import { judgeAnswer } from './judge-answer.js';
import type { ControlResult, Judged, PostureControl } from './posture-control.js';
import type { SettingsReader } from './settings-reader.js';

/** A control that looks at the settings of a resource; `Wanted` is what the project says of it. */
export type SettingControl<Settings, Wanted> = PostureControl & {
  readonly check: (reader: SettingsReader<Settings>, wanted: Wanted) => Promise<Judged>;
};

/** Makes controls of one setting each, which `judge` judges where it is set: unset fails, in the words of `absent` where it is given, unreadable is unknown. */
export function controlsOf<Settings, Wanted>(absent?: string) {
  return <Name extends keyof Settings & string>(
    setting: Name,
    judge: (set: Settings[Name], wanted: Wanted) => Judged,
    text: PostureControl,
  ): SettingControl<Settings, Wanted> => ({
    ...text,
    check: async (reader, wanted) =>
      judgeAnswer({ setting, absent: absent ?? `${setting} is not set` }, await reader.read(setting), (set) =>
        judge(set, wanted),
      ),
  });
}

/** What each control finds about a resource, in their order. */
export async function checkSettings<Settings, Wanted>(
  reader: SettingsReader<Settings>,
  { resource, wanted }: { resource: string; wanted: Wanted },
  controls: readonly SettingControl<Settings, Wanted>[],
): Promise<ControlResult[]> {
  return Promise.all(
    controls.map(async ({ check, ...text }) => ({ ...text, resource, ...(await check(reader, wanted)) })),
  );
}

/** Every control as unknown, of a resource that is not looked at; `evidence` says why. */
export function notJudged(
  controls: readonly PostureControl[],
  { resource, evidence }: { resource: string; evidence: string },
): ControlResult[] {
  return controls.map(({ id, title, nist_800_53, sec_17a_4, attacker_gains, fix }) => ({
    ...{ id, title, nist_800_53, sec_17a_4, attacker_gains, fix, resource },
    ...{ verdict: 'unknown', evidence: [evidence], missing_permission: null },
  }));
}

import type { JudgedService } from '../judged-service.js';
import { keyFaults } from '../own-keys.js';
import { judged } from '../posture-control.js';
import { controlsOf, type SettingControl } from '../setting-control.js';
import type { MachineSettings } from './machine-settings.js';

const of = controlsOf<MachineSettings, JudgedService>('the state machine is not there');

/** All controls of the Step Functions state machine that starts the days. */
export const machineControls: readonly SettingControl<MachineSettings, JudgedService>[] = [
  of(
    'state machine',
    ({ log_level, log_destinations }) => {
      const wrong = log_level === 'ALL' ? [] : [`the log level is ${log_level}, expected ALL`];
      if (log_destinations === 0) wrong.push('it has no log group');
      return judged(wrong, ['the log level is ALL']);
    },
    {
      id: 'sfn-logged',
      title: 'Every step of every execution is logged',
      nist_800_53: ['AU-2', 'AU-12'],
      sec_17a_4: '(f)(2)(i)(A)',
      attacker_gains: 'executions that are forgotten after 90 days, with who started them',
      fix: 'set the log level of the state machine to ALL, with a log group',
    },
  ),
  of(
    'state machine',
    ({ logs_data }) =>
      judged(logs_data ? ['input and output of states are logged'] : [], ['input and output are not logged']),
    {
      id: 'sfn-no-data-in-logs',
      title: 'Logs tell of steps and not of the data that they carry',
      nist_800_53: ['AU-3(3)', 'SI-12'],
      sec_17a_4: null,
      attacker_gains: 'names of deliveries, alerts and accounts, with the right to read a log group alone',
      fix: 'set includeExecutionData of the logging configuration to false',
    },
  ),
  of('state machine', ({ traced }) => judged(traced ? [] : ['tracing is off'], ['tracing is on']), {
    id: 'sfn-traced',
    title: 'Executions are traced through the services that they call',
    nist_800_53: ['AU-12', 'SI-4'],
    sec_17a_4: null,
    attacker_gains: 'time until somebody sees which call went elsewhere',
    fix: 'enable tracing of the state machine',
  }),
  of(
    'state machine',
    ({ key }, { keys }) => judged(keyFaults('the state machine', key, keys), [`it has ${key ?? ''}`]),
    {
      id: 'sfn-own-key',
      title: 'Definition and history are encrypted with a key of the project',
      nist_800_53: ['SC-28(1)', 'SC-12'],
      sec_17a_4: null,
      attacker_gains: 'input and output of every execution, with no key to refuse',
      fix: 'set encryptionConfiguration of the state machine to CUSTOMER_MANAGED_KMS_KEY with a key of the project',
    },
  ),
  of(
    'state machine',
    ({ status }) => judged(status === 'ACTIVE' ? [] : [`it is ${status}, expected ACTIVE`], ['it is ACTIVE']),
    {
      id: 'sfn-active',
      title: 'The state machine is there and about to stay',
      nist_800_53: ['CP-9', 'SI-4'],
      sec_17a_4: null,
      attacker_gains: 'days on which nothing is looked at',
      fix: 'deploy the state machine again, and see in the trail who deleted it',
    },
  ),
];

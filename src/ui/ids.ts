/** Everything that package.json and the code must agree on; a unit test compares the two. */
export const VIEW_CONTAINER = 'langfuseStack';

export const views = {
  services: 'langfuseStack.services',
  checklist: 'langfuseStack.checklist',
  doctor: 'langfuseStack.doctor',
} as const;

export const commands = {
  createSecrets: 'langfuseStack.createSecrets',
  scaffoldStack: 'langfuseStack.scaffoldStack',
  selectStack: 'langfuseStack.selectStack',
  up: 'langfuseStack.up',
  down: 'langfuseStack.down',
  resetClickHouse: 'langfuseStack.resetClickHouse',
  probe: 'langfuseStack.probe',
  doctor: 'langfuseStack.callDoctor',
  showLogs: 'langfuseStack.showLogs',
  startService: 'langfuseStack.startService',
  stopService: 'langfuseStack.stopService',
  upgrade: 'langfuseStack.upgrade',
  pullImages: 'langfuseStack.pullImages',
  recreateService: 'langfuseStack.recreateService',
  restartService: 'langfuseStack.restartService',
  openShell: 'langfuseStack.openShell',
  openDatabaseShell: 'langfuseStack.openDatabaseShell',
  copyConnectionString: 'langfuseStack.copyConnectionString',
  openWebUi: 'langfuseStack.openWebUi',
  openSignUp: 'langfuseStack.openSignUp',
  lockSignUp: 'langfuseStack.lockSignUp',
  unlockSignUp: 'langfuseStack.unlockSignUp',
  openPort: 'langfuseStack.openPort',
  refreshChecklist: 'langfuseStack.refreshChecklist',
  refreshServices: 'langfuseStack.refreshServices',
  newQueryNotebook: 'langfuseStack.newQueryNotebook',
  showOutput: 'langfuseStack.showOutput',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** What runs in every workspace: it starts no process and opens no connection. */
export const commandsWithoutTrust: ReadonlySet<CommandId> = new Set([commands.showOutput]);

/** Context keys set by us and read by `when` clauses. */
export const contextKeys = {
  /** Why the service tree is empty: one of the `WelcomeReason`s, or undefined. */
  welcome: 'langfuseStack.welcome',
  /** Whether a stack was found in the workspace. */
  hasStack: 'langfuseStack.hasStack',
  /** Whether there is a choice of stacks. */
  hasSeveralStacks: 'langfuseStack.hasSeveralStacks',
  /** Whether the doctor has found what a stack suffers from. */
  hasCauses: 'langfuseStack.hasCauses',
  // What the checklist last found; the walkthrough waits for them.
  engineReady: 'langfuseStack.engineReady',
  secretsReady: 'langfuseStack.secretsReady',
  stackAnswers: 'langfuseStack.stackAnswers',
  ownerExists: 'langfuseStack.ownerExists',
} as const;

/** The language of a notebook's SQL cells. */
export const SQL_LANGUAGE = 'clickhouse-sql';
export const NOTEBOOK_TYPE = 'langfuse-stack.clickhouse';
export const RENDERER_ID = 'langfuse-stack.result-table';
export const RESULT_MIME = 'application/vnd.langfuse-stack.result+json';
export const DIAGNOSTIC_SOURCE = 'Langfuse Stack';
export const SETTINGS_SECTION = 'langfuseStack';

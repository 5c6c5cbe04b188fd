import { CommandStack } from './commands/commandStack';
import { testAddresses } from './commands/addresses';
import { testLifecycle } from './commands/lifecycle';
import { testLogs } from './commands/logs';
import { testProduction } from './commands/production';
import { testSeveralStacks } from './commands/severalStacks';
import { testSignUp } from './commands/signUp';
import { testTerminals } from './commands/terminals';
import { testUpgrade } from './commands/upgrade';
import { testViews } from './commands/views';

/** What an operator does with a stack that runs, by clicks and from the palette. */
suite('commands on a running stack', function () {
  this.timeout(180_000);
  let stack: CommandStack | undefined;
  const given = (): CommandStack => stack!;

  suiteSetup(async () => {
    stack = await CommandStack.start();
    await stack.workbench.openStackView();
    await stack.allWell();
  });
  suiteTeardown(() => stack?.stop());
  teardown(() => given().workbench.clearNotifications());

  testViews(given);
  testAddresses(given);
  testTerminals(given);
  testLogs(given);
  testLifecycle(given);
  testSignUp(given);
  testProduction(given);
  // Late: its images lose their name when it is over.
  testUpgrade(given);
  testSeveralStacks(given);
});

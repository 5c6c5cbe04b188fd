import * as vscode from 'vscode';
import { draftSignUp } from '../../adapters/draftSignUp';
import type { WantedDoor } from '../../core/stack/signUp';
import { draftOptionsFor, runEditingPlan } from '../editingPlan';
import { commands } from '../ids';
import { registerCommand } from '../registerCommand';
import type { StackTools } from '../stackCommands';

/** Lock Sign-Up and Unlock Sign-Up: edit what decides in the files, and give web a new container that reads it. */
export function registerSetSignUp(tools: StackTools): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commands.lockSignUp, tools.log, () => setSignUp('closed', tools)),
    registerCommand(commands.unlockSignUp, tools.log, () => setSignUp('open', tools)),
  );
}

async function setSignUp(to: WantedDoor, tools: StackTools): Promise<void> {
  const stack = await tools.stacks.loadActive();
  const draft = await draftSignUp(stack, to, draftOptionsFor(stack));
  const { name } = stack.project;
  await runEditingPlan({ operation: 'sign-up', draft }, stack, tools, ({ changes }) => ({
    done: (seconds) =>
      changes.length === 0
        ? `Sign-up of ${name} is ${to} in the files; nothing runs with anything else.`
        : `Sign-up of ${name} is ${to}, after ${seconds} s.`,
  }));
}

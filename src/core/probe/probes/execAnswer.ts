import { couldNotSee } from '../probe';
import type { ExecAnswer, Verdict } from '../probe';
import { tellingLine } from '../../stack/containerState';

/** The line of an output that says most; empty when there is none. */
export function firstLine(output: string): string {
  return tellingLine(output) ?? '';
}

/** The verdict when the container lacks the program; undefined when the program ran. */
export function hasNoProgram(
  { exitCode, stdout, stderr }: ExecAnswer,
  program: string,
  service: string,
): Verdict | undefined {
  const isMissing =
    exitCode === 127 || (exitCode === 126 && /executable file not found|no such file/i.test(stdout + stderr));
  return isMissing ? couldNotSee(`The image of ${service} has no ${program} to ask with.`) : undefined;
}

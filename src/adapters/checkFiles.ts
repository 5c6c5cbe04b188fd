import type { Diagnostic } from '../core/diagnostic';
import type { LevelsByCode } from '../core/severityLevels';
import type { LoadedStack } from './stackFiles';
import { readSurroundings } from './surroundings';

/** What the check finds in the files of a stack. The rules load with the first one. */
export async function checkFiles(stack: LoadedStack, levels: LevelsByCode): Promise<readonly Diagnostic[]> {
  const [surroundings, { checkStack }] = await Promise.all([
    readSurroundings(stack),
    import('../core/check'),
  ]);
  return checkStack({ ...stack, ...surroundings }, levels);
}

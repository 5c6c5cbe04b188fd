import type { Rule } from '../rule';
import { notPassedToContainer } from './notPassedToContainer';
import { onlyInEnvFile } from './onlyInEnvFile';
import { typo } from './typo';
import { undefinedVariable } from './undefinedVariable';
import { webWorkerDivergence } from './webWorkerDivergence';

export const xrefRules: readonly Rule[] = [
  notPassedToContainer,
  onlyInEnvFile,
  typo,
  undefinedVariable,
  webWorkerDivergence,
];

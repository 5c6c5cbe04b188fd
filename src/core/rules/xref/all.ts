import { phantomVariable } from '../langfuse/phantomVariable';
import type { Rule } from '../rule';
import { emptyHidesDefault } from './emptyHidesDefault';
import { environmentOverridesEnvFile } from './environmentOverridesEnvFile';
import { envFileProjectWins } from './envFileProjectWins';
import { exampleDrift } from './exampleDrift';
import { inactiveProfileRequired } from './inactiveProfileRequired';
import { notPassedToContainer } from './notPassedToContainer';
import { onlyInEnvFile } from './onlyInEnvFile';
import { twoDotenv } from './twoDotenv';
import { typo } from './typo';
import { undefinedVariable } from './undefinedVariable';
import { createUnusedVariable } from './unusedVariable';
import { webWorkerDivergence } from './webWorkerDivergence';

export const xrefRules: readonly Rule[] = [
  emptyHidesDefault,
  envFileProjectWins,
  environmentOverridesEnvFile,
  exampleDrift,
  inactiveProfileRequired,
  notPassedToContainer,
  onlyInEnvFile,
  twoDotenv,
  typo,
  undefinedVariable,
  createUnusedVariable([notPassedToContainer, phantomVariable, twoDotenv, typo]),
  webWorkerDivergence,
];

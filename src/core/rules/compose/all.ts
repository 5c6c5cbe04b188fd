import type { Rule } from '../rule';
import { commandWordSplit } from './commandWordSplit';
import { driveLetterVolume } from './driveLetterVolume';
import { envFileRaw } from './envFileRaw';
import { envPassthrough } from './envPassthrough';
import { healthyWithoutHealthcheck } from './healthyWithoutHealthcheck';
import { hostPortConflict } from './hostPortConflict';
import { imageUnpinned } from './imageUnpinned';
import { interpolatedKey } from './interpolatedKey';
import { listQuotesLiteral } from './listQuotesLiteral';
import { literalSecret } from './literalSecret';
import { minioImageGone } from './minioImageGone';
import { mountReplaced } from './mountReplaced';
import { obsoleteVersion } from './obsoleteVersion';
import { publicPort } from './publicPort';
import { randomPort } from './randomPort';
import { restartInvalid } from './restartInvalid';
import { scalarMangled } from './scalarMangled';
import { severalCandidates } from './severalCandidates';
import { shellVariable } from './shellVariable';

export const composeRules: readonly Rule[] = [
  commandWordSplit,
  driveLetterVolume,
  envFileRaw,
  envPassthrough,
  healthyWithoutHealthcheck,
  hostPortConflict,
  imageUnpinned,
  interpolatedKey,
  listQuotesLiteral,
  literalSecret,
  minioImageGone,
  mountReplaced,
  obsoleteVersion,
  publicPort,
  randomPort,
  restartInvalid,
  scalarMangled,
  severalCandidates,
  shellVariable,
];

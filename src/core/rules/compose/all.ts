import type { Rule } from '../rule';
import { healthyWithoutHealthcheck } from './healthyWithoutHealthcheck';
import { hostPortConflict } from './hostPortConflict';
import { imageUnpinned } from './imageUnpinned';
import { listQuotesLiteral } from './listQuotesLiteral';
import { minioImageGone } from './minioImageGone';
import { obsoleteVersion } from './obsoleteVersion';
import { publicPort } from './publicPort';
import { scalarMangled } from './scalarMangled';
import { shellVariable } from './shellVariable';

export const composeRules: readonly Rule[] = [
  healthyWithoutHealthcheck,
  hostPortConflict,
  imageUnpinned,
  listQuotesLiteral,
  minioImageGone,
  obsoleteVersion,
  publicPort,
  scalarMangled,
  shellVariable,
];

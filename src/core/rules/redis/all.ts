import type { Rule } from '../rule';
import { authMismatch } from './authMismatch';
import { healthcheckNoAuth } from './healthcheckNoAuth';
import { redisUnreachable } from './hostUnreachable';
import { noeviction } from './noeviction';
import { topology } from './topology';
import { redisVersion } from './version';

export const redisRules: readonly Rule[] = [
  authMismatch,
  healthcheckNoAuth,
  redisUnreachable,
  noeviction,
  topology,
  redisVersion,
];

import type { Rule } from '../rule';
import { authMismatch } from './authMismatch';
import { redisUnreachable } from './hostUnreachable';
import { noeviction } from './noeviction';

export const redisRules: readonly Rule[] = [authMismatch, redisUnreachable, noeviction];

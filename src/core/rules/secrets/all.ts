import type { Rule } from '../rule';
import { placeholder } from './placeholder';
import { reused } from './reused';

export const secretsRules: readonly Rule[] = [placeholder, reused];

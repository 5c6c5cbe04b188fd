import type { Rule } from '../rule';
import { placeholder } from './placeholder';
import { reused } from './reused';
import { sampleValue } from './sampleValue';
import { tooShort } from './tooShort';
import { worldReadable } from './worldReadable';

export const secretsRules: readonly Rule[] = [placeholder, reused, sampleValue, tooShort, worldReadable];

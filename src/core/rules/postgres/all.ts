import type { Rule } from '../rule';
import { postgresUnreachable } from './hostUnreachable';
import { mount18 } from './mount18';
import { postgresVersion } from './version';

export const postgresRules: readonly Rule[] = [postgresUnreachable, mount18, postgresVersion];

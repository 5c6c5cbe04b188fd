import type { Rule } from '../rule';
import { clusterEnabled } from './clusterEnabled';
import { credentialsMismatch } from './credentialsMismatch';
import { dataVolume } from './dataVolume';
import { clickhouseUnreachable } from './hostUnreachable';
import { passwordUrlUnsafe } from './passwordUrlUnsafe';
import { urlSchemePort } from './urlSchemePort';
import { version } from './version';

export const clickhouseRules: readonly Rule[] = [
  clusterEnabled,
  credentialsMismatch,
  dataVolume,
  clickhouseUnreachable,
  passwordUrlUnsafe,
  urlSchemePort,
  version,
];

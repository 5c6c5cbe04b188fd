import type { Rule } from '../rule';
import { accessManagement } from './accessManagement';
import { clusterEnabled } from './clusterEnabled';
import { credentialsMismatch } from './credentialsMismatch';
import { dataVolume } from './dataVolume';
import { dbNonDefault } from './dbNonDefault';
import { clickhouseUnreachable } from './hostUnreachable';
import { memoryLimit } from './memoryLimit';
import { nofileUlimit } from './nofileUlimit';
import { passwordUrlUnsafe } from './passwordUrlUnsafe';
import { passwordXmlUnsafe } from './passwordXmlUnsafe';
import { urlSchemePort } from './urlSchemePort';
import { version } from './version';
import { workaroundOff } from './workaroundOff';

export const clickhouseRules: readonly Rule[] = [
  accessManagement,
  clusterEnabled,
  credentialsMismatch,
  dataVolume,
  dbNonDefault,
  clickhouseUnreachable,
  memoryLimit,
  nofileUlimit,
  passwordUrlUnsafe,
  passwordXmlUnsafe,
  urlSchemePort,
  version,
  workaroundOff,
];

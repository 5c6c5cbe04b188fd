import type { Rule } from '../rule';
import { databaseUrlEncoding } from './databaseUrlEncoding';
import { databaseUrlMismatch } from './databaseUrlMismatch';
import { encryptionKey } from './encryptionKey';
import { enumValue } from './enum';
import { healthcheck } from './healthcheck';
import { initPartial } from './initPartial';
import { initValue } from './initValue';
import { missingService } from './missingService';
import { nextauthUrl } from './nextauthUrl';
import { noEffectOnWorker } from './noEffectOnWorker';
import { noRestart } from './noRestart';
import { numberValue } from './number';
import { phantomVariable } from './phantomVariable';
import { requiredMissing } from './requiredMissing';
import { smtpPair } from './smtpPair';
import { startedNotReady } from './startedNotReady';
import { timezone } from './timezone';
import { urlValue } from './url';
import { v4Flags } from './v4Flags';
import { versionSkew } from './versionSkew';
import { workerImage } from './workerImage';

export const langfuseRules: readonly Rule[] = [
  databaseUrlEncoding,
  databaseUrlMismatch,
  encryptionKey,
  enumValue,
  healthcheck,
  initPartial,
  initValue,
  missingService,
  nextauthUrl,
  noEffectOnWorker,
  noRestart,
  numberValue,
  phantomVariable,
  requiredMissing,
  smtpPair,
  startedNotReady,
  timezone,
  urlValue,
  v4Flags,
  versionSkew,
  workerImage,
];

import type { Rule } from '../rule';
import { databaseUrlEncoding } from './databaseUrlEncoding';
import { databaseUrlMismatch } from './databaseUrlMismatch';
import { encryptionKey } from './encryptionKey';
import { enumValue } from './enum';
import { healthcheck } from './healthcheck';
import { initEmail } from './initEmail';
import { initPartial } from './initPartial';
import { initValue } from './initValue';
import { missingService } from './missingService';
import { nextauthUrl } from './nextauthUrl';
import { noEffectOnWorker } from './noEffectOnWorker';
import { noRestart } from './noRestart';
import { numberValue } from './number';
import { phantomVariable } from './phantomVariable';
import { removedVariable } from './removedVariable';
import { requiredMissing } from './requiredMissing';
import { smtpPair } from './smtpPair';
import { ssoPartial } from './ssoPartial';
import { startedNotReady } from './startedNotReady';
import { timezone } from './timezone';
import { unknownVariable } from './unknownVariable';
import { urlValue } from './url';
import { v4DefaultChange } from './v4DefaultChange';
import { v4Flags } from './v4Flags';
import { versionSkew } from './versionSkew';
import { workerImage } from './workerImage';
import { workerIncomplete } from './workerIncomplete';
import { wrongService } from './wrongService';

export const langfuseRules: readonly Rule[] = [
  databaseUrlEncoding,
  databaseUrlMismatch,
  encryptionKey,
  enumValue,
  healthcheck,
  initEmail,
  initPartial,
  initValue,
  missingService,
  nextauthUrl,
  noEffectOnWorker,
  noRestart,
  numberValue,
  phantomVariable,
  removedVariable,
  requiredMissing,
  smtpPair,
  ssoPartial,
  startedNotReady,
  timezone,
  unknownVariable,
  urlValue,
  v4DefaultChange,
  v4Flags,
  versionSkew,
  workerImage,
  workerIncomplete,
  wrongService,
];

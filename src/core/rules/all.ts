import { clusterEnabled } from './clickhouse/clusterEnabled';
import { credentialsMismatch } from './clickhouse/credentialsMismatch';
import { dataVolume } from './clickhouse/dataVolume';
import { clickhouseUnreachable } from './clickhouse/hostUnreachable';
import { passwordUrlUnsafe } from './clickhouse/passwordUrlUnsafe';
import { urlSchemePort } from './clickhouse/urlSchemePort';
import { version } from './clickhouse/version';
import { healthyWithoutHealthcheck } from './compose/healthyWithoutHealthcheck';
import { hostPortConflict } from './compose/hostPortConflict';
import { imageUnpinned } from './compose/imageUnpinned';
import { listQuotesLiteral } from './compose/listQuotesLiteral';
import { minioImageGone } from './compose/minioImageGone';
import { obsoleteVersion } from './compose/obsoleteVersion';
import { publicPort } from './compose/publicPort';
import { scalarMangled } from './compose/scalarMangled';
import { shellVariable } from './compose/shellVariable';
import { backslashDollar } from './env/backslashDollar';
import { backtickLiteral } from './env/backtickLiteral';
import { bareKey } from './env/bareKey';
import { bareKeyAtEof } from './env/bareKeyAtEof';
import { colonSeparator } from './env/colonSeparator';
import { dollarEatsText } from './env/dollarEatsText';
import { duplicateKey } from './env/duplicateKey';
import { hashBecomesValue } from './env/hashBecomesValue';
import { hashNotComment } from './env/hashNotComment';
import { lineContinuation } from './env/lineContinuation';
import { oddWhitespace } from './env/oddWhitespace';
import { textAfterQuote } from './env/textAfterQuote';
import { databaseUrlEncoding } from './langfuse/databaseUrlEncoding';
import { databaseUrlMismatch } from './langfuse/databaseUrlMismatch';
import { encryptionKey } from './langfuse/encryptionKey';
import { enumValue } from './langfuse/enum';
import { healthcheck } from './langfuse/healthcheck';
import { initPartial } from './langfuse/initPartial';
import { missingService } from './langfuse/missingService';
import { noEffectOnWorker } from './langfuse/noEffectOnWorker';
import { numberValue } from './langfuse/number';
import { phantomVariable } from './langfuse/phantomVariable';
import { requiredMissing } from './langfuse/requiredMissing';
import { smtpPair } from './langfuse/smtpPair';
import { timezone } from './langfuse/timezone';
import { urlValue } from './langfuse/url';
import { v4Flags } from './langfuse/v4Flags';
import { versionSkew } from './langfuse/versionSkew';
import { workerImage } from './langfuse/workerImage';
import { postgresUnreachable } from './postgres/hostUnreachable';
import { mount18 } from './postgres/mount18';
import { authMismatch } from './redis/authMismatch';
import { redisUnreachable } from './redis/hostUnreachable';
import { noeviction } from './redis/noeviction';
import type { Rule } from './rule';
import { s3CredentialsMismatch } from './s3/credentialsMismatch';
import { s3Unreachable } from './s3/hostUnreachable';
import { mediaEndpointInternal } from './s3/mediaEndpointInternal';
import { placeholder } from './secrets/placeholder';
import { reused } from './secrets/reused';
import { notPassedToContainer } from './xref/notPassedToContainer';
import { onlyInEnvFile } from './xref/onlyInEnvFile';
import { typo } from './xref/typo';
import { undefinedVariable } from './xref/undefinedVariable';
import { webWorkerDivergence } from './xref/webWorkerDivergence';

/** Every rule, by code. */
export const rules: readonly Rule[] = [
  clusterEnabled,
  credentialsMismatch,
  dataVolume,
  clickhouseUnreachable,
  passwordUrlUnsafe,
  urlSchemePort,
  version,
  healthyWithoutHealthcheck,
  hostPortConflict,
  imageUnpinned,
  listQuotesLiteral,
  minioImageGone,
  obsoleteVersion,
  publicPort,
  scalarMangled,
  shellVariable,
  backslashDollar,
  backtickLiteral,
  bareKey,
  bareKeyAtEof,
  colonSeparator,
  dollarEatsText,
  duplicateKey,
  hashBecomesValue,
  hashNotComment,
  lineContinuation,
  oddWhitespace,
  textAfterQuote,
  databaseUrlEncoding,
  databaseUrlMismatch,
  encryptionKey,
  enumValue,
  healthcheck,
  initPartial,
  missingService,
  noEffectOnWorker,
  numberValue,
  phantomVariable,
  requiredMissing,
  smtpPair,
  timezone,
  urlValue,
  v4Flags,
  versionSkew,
  workerImage,
  postgresUnreachable,
  mount18,
  authMismatch,
  redisUnreachable,
  noeviction,
  s3CredentialsMismatch,
  s3Unreachable,
  mediaEndpointInternal,
  placeholder,
  reused,
  notPassedToContainer,
  onlyInEnvFile,
  typo,
  undefinedVariable,
  webWorkerDivergence,
];

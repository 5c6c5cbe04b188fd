import type { Rule } from '../rule';
import { bucketMissing } from './bucketMissing';
import { s3CredentialsMismatch } from './credentialsMismatch';
import { forcePathStyle } from './forcePathStyle';
import { s3Unreachable } from './hostUnreachable';
import { mediaEndpointInternal } from './mediaEndpointInternal';
import { minioPasswordShort } from './minioPasswordShort';
import { prefixSlash } from './prefixSlash';
import { providerConflict } from './providerConflict';

export const s3Rules: readonly Rule[] = [
  bucketMissing,
  s3CredentialsMismatch,
  forcePathStyle,
  s3Unreachable,
  mediaEndpointInternal,
  minioPasswordShort,
  prefixSlash,
  providerConflict,
];

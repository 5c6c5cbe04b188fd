import type { Rule } from '../rule';
import { s3CredentialsMismatch } from './credentialsMismatch';
import { s3Unreachable } from './hostUnreachable';
import { mediaEndpointInternal } from './mediaEndpointInternal';

export const s3Rules: readonly Rule[] = [s3CredentialsMismatch, s3Unreachable, mediaEndpointInternal];

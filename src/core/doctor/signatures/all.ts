import type { Signature } from '../signature';
import { signaturesAnywhere } from './anywhere';
import { clickHouseSignatures } from './clickHouse';
import { langfuseSignatures } from './langfuse';
import { postgresSignatures } from './postgres';
import { redisSignatures } from './redis';

/** The first that knows a line wins, so those that know more come first. */
export const allSignatures: readonly Signature[] = [
  ...signaturesAnywhere,
  ...langfuseSignatures,
  ...clickHouseSignatures,
  ...postgresSignatures,
  ...redisSignatures,
];

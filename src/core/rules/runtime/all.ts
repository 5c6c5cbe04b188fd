import type { Rule } from '../rule';
import { envDrift } from './envDrift';
import { imageDrift } from './imageDrift';
import { initOnly } from './initOnly';
import { orphanVolume } from './orphanVolume';

export const runtimeRules: readonly Rule[] = [envDrift, imageDrift, initOnly, orphanVolume];

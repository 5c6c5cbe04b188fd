import type { Rule } from '../rule';
import { envDrift } from './envDrift';
import { fileDrift } from './fileDrift';
import { imageDrift } from './imageDrift';
import { initOnly } from './initOnly';
import { orphanVolume } from './orphanVolume';

export const runtimeRules: readonly Rule[] = [envDrift, fileDrift, imageDrift, initOnly, orphanVolume];

import type { Engine } from './engine';
import { acquireEngine } from './engine';
import { ensureImages, imageSource } from './images';

/** An engine that holds the images of the samples. Both may have to be made first: allow ten minutes. */
export async function engineWithImages(acquire: () => Promise<Engine> = acquireEngine): Promise<Engine> {
  const engine = await acquire();
  try {
    await ensureImages({
      source: imageSource(process.env['LANGFUSE_STACK_IMAGES']),
      environment: engine.environment,
    });
    return engine;
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

import { UserError } from '../core/userError';

/** Lets one operation at a time change a stack: two at once would pull the containers from under each other. */
export class Operations {
  private readonly titles = new Map<string, string>();

  /** Throws a UserError, without beginning, while another operation goes on in the folder. */
  async run<T>(folder: string, title: string, work: () => PromiseLike<T>): Promise<T> {
    const other = this.titles.get(folder);
    if (other !== undefined)
      throw new UserError(`"${other}" is not over yet. Wait for it, or cancel it in its notification.`);
    this.titles.set(folder, title);
    try {
      return await work();
    } finally {
      this.titles.delete(folder);
    }
  }
}

import { isDatabaseBusy } from "./unavailable.ts";

const attempts = 3;

/**
 * Runs a transaction again, twice at most, when others held its locks for too long: nothing of it was done then. For what must not wait for
 * somebody to send it again, such as taking a leaver out.
 */
export async function tryAgainWhenBusy<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (thrown) {
      if (attempt === attempts || !isDatabaseBusy(thrown)) throw thrown;
    }
  }
}

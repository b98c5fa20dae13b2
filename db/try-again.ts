import { isDatabaseBusy } from "./unavailable.ts";

const attempts = 3;

/**
 * Retries a transaction, twice at most, when others held its locks too long: nothing was changed.
 * For changes that must not depend on a second submission, such as removing a leaver's access.
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

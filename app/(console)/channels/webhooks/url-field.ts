import { runtime } from "#app/runtime/runtime";
import { FormFault } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/kernel/errors";
import { endpointUrl } from "#lib/notifications/webhooks/register-endpoint";

/**
 * An endpoint's URL in the saved normal form, before the question: no refused URL is confirmed.
 * @throws {FormFault} next to the field
 */
export function readEndpointUrl(text: string): string {
  try {
    return endpointUrl(text, runtime().config);
  } catch (thrown) {
    if (thrown instanceof CountersignError) throw new FormFault({ url: thrown.userMessage });
    throw thrown;
  }
}

import { runtime } from "#app/runtime/runtime";
import { FormFault } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/kernel/errors";
import { endpointUrl } from "#lib/notifications/webhooks/endpoint-url";

/**
 * The URL of an endpoint in its normal form, as it is saved. Read before the question: a person
 * confirms no URL that is refused afterwards.
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

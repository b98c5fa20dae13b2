import { ConfirmedButton } from "#components/passkey/confirmed-button";
import type { EndpointView } from "#lib/notifications/webhooks/endpoints/find-endpoint";
import { remove, turn } from "./actions.ts";

/** Turns an endpoint or a callback on or off, or removes it. */
export function EndpointButtons(props: { endpoint: EndpointView; doneHref?: string }) {
  const { id: endpointId, status } = props.endpoint;
  const isOn = status === "active";
  return (
    <div className="flex flex-wrap items-start gap-2">
      <ConfirmedButton
        action={turn}
        fields={{ endpointId, to: isOn ? "disabled" : "active" }}
        buttonProps={{ variant: isOn ? "destructive-outline" : "default" }}
      >
        {isOn ? "Turn off…" : "Turn on…"}
      </ConfirmedButton>
      <ConfirmedButton
        action={remove}
        fields={{ endpointId }}
        {...(props.doneHref && { doneHref: props.doneHref })}
      >
        Remove…
      </ConfirmedButton>
    </div>
  );
}

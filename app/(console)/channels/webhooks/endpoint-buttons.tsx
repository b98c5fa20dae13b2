import { act } from "#app/(console)/acts/act";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import type { EndpointView } from "#lib/notifications/webhooks/find-endpoint";

export function EndpointButtons({ endpoint }: { endpoint: EndpointView }) {
  const { id: endpointId, status, agentId } = endpoint;
  const isOn = status === "active";
  return (
    <div className="flex flex-wrap items-start gap-2">
      <ConfirmedButton
        action={act("webhook/switch")}
        fields={{ endpointId, to: isOn ? "disabled" : "active" }}
        buttonProps={{ variant: isOn ? "outline" : "default" }}
      >
        {isOn ? "Turn off…" : "Turn on…"}
      </ConfirmedButton>
      <ConfirmedButton
        action={act(agentId ? "webhook/remove-callback" : "webhook/remove")}
        fields={{ endpointId }}
        {...(agentId ? {} : { doneHref: "/channels/webhooks" })}
      >
        Remove…
      </ConfirmedButton>
    </div>
  );
}

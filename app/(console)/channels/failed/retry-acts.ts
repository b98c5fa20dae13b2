import { z } from "zod";
import { defineAct } from "#app/web/forms/act";
import { idField } from "#app/web/forms/id-field";
import { withFields } from "#app/web/forms/with-fields";
import { retryAllFailed, retryDelivery } from "#lib/notifications/deliveries/retry-delivery";

export const retrial = defineAct({
  name: "delivery/retry",
  roles: ["admin"],
  refreshes: ["/channels/failed"],
  perform: withFields(z.object({ deliveryId: idField("dlv") }), retryDelivery),
});

export const retrialOfAll = defineAct({
  name: "delivery/retry-all",
  roles: ["admin"],
  refreshes: ["/channels/failed"],
  perform: withFields(z.object({}), retryAllFailed),
});

import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
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

import { Badge } from "#components/ui/badge";

/** Whether a channel is set up. */
export function OnOff({ isOn }: { isOn: boolean }) {
  return <Badge variant={isOn ? "success" : "default"}>{isOn ? "On" : "Off"}</Badge>;
}

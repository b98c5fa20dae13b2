import { Badge } from "#components/ui/badge";

export function OnOff({ isOn }: { isOn: boolean }) {
  return <Badge variant={isOn ? "success" : "default"}>{isOn ? "On" : "Off"}</Badge>;
}

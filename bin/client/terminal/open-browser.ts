import { spawn } from "node:child_process";

/** Opens an address in the person's browser, if this machine has one in front of the person. */
export function openBrowser(
  url: string,
  { env, platform }: Pick<NodeJS.Process, "env" | "platform"> = process,
) {
  // Over SSH, the browser would open on the other machine.
  if (env.SSH_CONNECTION) return;
  const command = commandOn(platform, env);
  if (!command) return;
  // Without a shell, which would read the address as more than an address.
  const child = spawn(command[0], [...command.slice(1), url], { detached: true, env, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
}

function commandOn(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): [string, ...string[]] | undefined {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : undefined;
}

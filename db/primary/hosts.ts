const parts = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^@/?#]*)([^@]*)$/;
const attribute = /(?<=[?&])target_session_attrs=([^&#]*)&?/g;

/** A connection string for each host that `url` names, in its order, without the search for a primary. */
export function urlsOf(url: string): string[] {
  const [, before = "", hosts = "", after = ""] = parts.exec(url) ?? [];
  if (!hosts.includes(",") && attributesOf(url).length === 0) return [url];
  const rest = after.replace(attribute, "").replace(/[?&]$/, "");
  return hosts.split(",").map((host) => `${before}${host}${rest}`);
}

/** What is wrong with the hosts of a connection string, without its user name and password. */
export function hostsFault(url: string): string | undefined {
  const names = (parts.exec(url)?.[2] ?? "").split(",");
  if (names.length > 1 && names.includes("")) return "has a comma without a host";
  if (new Set(names).size < names.length) return "names a host twice";
  const others = attributesOf(url).filter((value) => value !== "read-write" && value !== "primary");
  return others.length > 0
    ? "has another target_session_attrs than read-write: every connection needs the primary"
    : undefined;
}

function attributesOf(url: string): string[] {
  return [...(parts.exec(url)?.[3] ?? "").matchAll(attribute)].map(([, value = ""]) => value);
}

/** Where a database is, without the user name and the password of its URL. */
export function placeOf(url: string): string {
  const urls = urlsOf(url).map((one) => new URL(one));
  const hosts = urls.map(({ hostname, port }) => `${hostname}:${port || 5432}`);
  return `${hosts.join(",")}${urls[0]?.pathname}`;
}

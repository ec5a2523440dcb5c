/** Cases that differ for a reason (docs/sam.md has the same list). None of them may have CORS content. */
const KNOWN: Readonly<Record<string, string>> = {
  error_websocket_api_none_auth_config: "the published translator (1.115) says \"AuthType 'None' is not one of …\" of this template, and so do we",
};

export function knownSamDifference(name: string): string | undefined {
  return Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
}

/**
 * A file as other tools of a repository call it: relative to the repository's root, with `/`, without `.` and, as far as the prefix
 * reaches, without `..`. A path that is absolute stays as it is.
 *
 * @param name the file as the user is shown it, relative to the working directory or absolute; `-`, standard input, has no path
 * @param prefix path from the root of the repository to the working directory
 */
export function repositoryPath(name: string, prefix: string): string | undefined {
  if (name === "-") return undefined;
  const path = name.replaceAll("\\", "/");
  if (path.startsWith("/") || /^[A-Za-z]:\//u.test(path)) return path;
  return normalized(prefix === "" ? path : `${prefix}/${path}`);
}

/** Without `.` and, as far as it goes, without `..`. */
export function normalized(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "." || segment === "") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments.join("/");
}

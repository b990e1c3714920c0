/** Markdown as a forge renders it, and what may be looked for in it. */
import * as fc from "fast-check"
import { micromark } from "micromark"
import { gfm, gfmHtml } from "micromark-extension-gfm"
import { expect } from "vitest"

export const render = (markdown: string): string =>
  micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })

const withoutComments = (html: string): string => html.replace(/<!--[\s\S]*?-->/g, "")

export const tags = (html: string): ReadonlyArray<string> => withoutComments(html).match(/<[^>]*>/g) ?? []

export const count = (html: string, tag: string): number => tags(html).filter((it) => it === tag).length

/** What stands in an element of this name, without tags. */
export const contents = (html: string, tag: string): ReadonlyArray<string> =>
  [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))].map(([, inner]) => text(inner!))

export const text = (html: string): string =>
  withoutComments(html)
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")

/** Throws where a tag is closed that is not open, or the other way round. */
export const isBalanced = (html: string): void => {
  const open: Array<string> = []
  for (const tag of tags(html)) {
    const name = /^<\/?([a-z0-9]+)/.exec(tag)?.[1]
    if (tag.startsWith("</")) expect(open.pop()).toBe(name)
    else open.push(name!)
  }
  expect(open).toEqual([])
}

/** What Markdown, HTML or a forge could take for something else, and ordinary letters between. */
export const hostile = fc
  .array(
    fc.constantFrom(
      ..."abc @|`*_~[](){}<>#!$%&^\\/:.-+=\"'\n\r\t\u0000\u202E\u200B",
      "</details>",
      "<!--",
      "-->",
      "```",
      "\\|",
      "@octocat",
      "https://example.com",
      "www.example.com",
      "a@example.com",
      "![x](y)",
      "<img src=x>",
      "\n\n/close\n",
      "&lt;",
      "#1",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))

/** The tags that a comment is made of. */
export const allowed: ReadonlySet<string> = new Set(
  "h3 p ul li strong code pre details summary table thead tbody tr th td"
    .split(" ")
    .flatMap((it) => [`<${it}>`, `</${it}>`]),
)

/** How often each of the elements is there whose number names and values cannot change. */
export const shape = (html: string): ReadonlyArray<number> =>
  ["<h3>", "<p>", "<ul>", "<li>", "<details>", "<summary>", "<table>", "<tr>", "<td>", "<pre>"].map((tag) =>
    count(html, tag),
  )

/** Whether the only tags are those of a comment, each of them closed, and no name of a person is outside of code. */
export const isHarmless = (html: string): void => {
  isBalanced(html)
  expect(tags(html).filter((tag) => !allowed.has(tag) && !tag.startsWith("<code class="))).toEqual([])
  expect(text(html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, ""))).not.toMatch(/[@#!]/)
}

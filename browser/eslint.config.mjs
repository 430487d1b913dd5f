import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "node_modules/", "*.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ["error", 10],
      "max-lines": ["error", 400],
      "max-statements": ["error", 30],
      "no-restricted-globals": ["error", "localStorage", "sessionStorage", "indexedDB", "eval"],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "What others wrote is text: use textContent." },
        { property: "outerHTML", message: "What others wrote is text: use textContent." },
        { property: "insertAdjacentHTML", message: "What others wrote is text: use textContent." },
        { object: "document", property: "cookie", message: "Nothing is kept on the device." },
        { object: "document", property: "write", message: "What others wrote is text: use textContent." },
        { object: "Math", property: "random", message: "Use crypto.getRandomValues." },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  // node:test's functions return promises that the runner itself waits for.
  { files: ["tests/**"], rules: { "@typescript-eslint/no-floating-promises": "off" } },
);

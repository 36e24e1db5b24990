import js from "@eslint/js"
import vue from "eslint-plugin-vue"
import a11y from "eslint-plugin-vuejs-accessibility"
import globals from "globals"
import ts from "typescript-eslint"

export default ts.config(
  { ignores: ["**/dist/**", "**/coverage/**", "packages/api-client/src/schema.d.ts", "**/public/**", "**/components.d.ts"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...vue.configs["flat/recommended"],
  ...a11y.configs["flat/recommended"],
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        parser: ts.parser,
        projectService: { allowDefaultProject: ["*.js"] },
        extraFileExtensions: [".vue"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always" } }],
      "vue/multi-word-component-names": "off",
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/define-props-declaration": ["error", "type-based"],
      "vue/define-emits-declaration": ["error", "type-based"],
      "vue/no-v-html": "error",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vuejs-accessibility/label-has-for": ["error", { required: { some: ["nesting", "id"] } }],
      "@typescript-eslint/no-explicit-any": "error",
      // ESLint cannot see the types of .vue files; vue-tsc can, and checks all of this.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "vuejs-accessibility/interactive-supports-focus": "off", // axe looks at what is drawn; it knows aria-activedescendant
      "vuejs-accessibility/no-static-element-interactions": "off",
      "vuejs-accessibility/click-events-have-key-events": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines": ["error", { max: 250, skipBlankLines: true }],
    },
  },
  { files: ["**/*.test.ts"], rules: { "@typescript-eslint/no-non-null-assertion": "off", "max-lines": "off" } },
  { files: ["*.js"], ...ts.configs.disableTypeChecked },
)

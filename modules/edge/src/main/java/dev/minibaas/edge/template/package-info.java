/**
 * Renders a policy template: the placeholders of {@code kong.yml}, by the rule of {@code
 * render.sh}.
 */
@NullMarked
package dev.minibaas.edge.template;

import org.jspecify.annotations.NullMarked;

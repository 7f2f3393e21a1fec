//! Reading the mathematics of running text lightly: numbers, signs and names, no layout.
//!
//! `$8\times$` becomes `8×`, `$1 0 ^ { - 4 }$` becomes `10^-4`, `\mathrm{A100}` becomes `A100`.
//! Powers and indices keep their `^` and `_`: `10^4` is not `104`.

/// Reads TeX mathematics. One pass, no recursion; what it does not know keeps its name.
pub(super) fn read(tex: &str) -> String {
    let mut reader = Reader { out: String::with_capacity(tex.len()), groups: Vec::new(), next: Group::Plain };
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => reader.command(rest),
            _ => reader.character(c),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    reader.out.trim().to_owned()
}

struct Reader {
    out: String,
    groups: Vec<Group>,
    next: Group,
}

/// What the braces now open hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Plain,
    /// Words, whose spaces count.
    Text,
    /// The part of a fraction above the line.
    Numerator,
    /// An argument that is not shown.
    Hidden,
}

impl Reader {
    fn character(&mut self, c: char) -> usize {
        match c {
            '{' => {
                let inherited =
                    self.groups.last().copied().filter(|g| matches!(g, Group::Text | Group::Hidden));
                self.groups.push(if self.next == Group::Plain {
                    inherited.unwrap_or(Group::Plain)
                } else {
                    self.next
                });
                self.next = Group::Plain;
            }
            '}' => {
                if self.groups.pop() == Some(Group::Numerator) {
                    self.out.push('/');
                }
            }
            '$' => {}
            '~' => self.space(),
            c if c.is_whitespace() => {
                if self.groups.last() == Some(&Group::Text) {
                    self.space();
                }
            }
            _ => self.put(c.encode_utf8(&mut [0; 4])),
        }
        c.len_utf8()
    }

    fn command(&mut self, rest: &str) -> usize {
        let name = rest.get(1..).unwrap_or_default();
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            let sign = name.chars().next().unwrap_or(' ');
            match sign {
                ',' | ';' | ':' | ' ' | '\\' => self.space(),
                '!' | '(' | ')' | '[' | ']' | '|' => {}
                _ => self.put(sign.encode_utf8(&mut [0; 4])),
            }
            return 1 + sign.len_utf8().min(name.len());
        }
        self.named(name.get(..letters).unwrap_or_default());
        1 + letters
    }

    fn named(&mut self, name: &str) {
        match name {
            "text" | "textrm" | "textbf" | "textit" | "texttt" | "textsf" | "mbox" | "hbox" => {
                self.next = Group::Text
            }
            "frac" | "dfrac" | "tfrac" => self.next = Group::Numerator,
            "label" | "tag" | "hspace" | "vspace" | "begin" | "end" | "color" => self.next = Group::Hidden,
            "quad" | "qquad" | "enspace" | "newline" => self.space(),
            _ if is_layout(name) => {}
            _ => match sign(name) {
                Some(sign) => self.put(sign),
                None => self.put(name),
            },
        }
    }

    fn put(&mut self, text: &str) {
        if self.groups.last() != Some(&Group::Hidden) {
            self.out.push_str(text);
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.put(" ");
        }
    }
}

fn is_layout(name: &str) -> bool {
    matches!(
        name,
        "mathrm"
            | "mathbf"
            | "mathit"
            | "mathsf"
            | "mathtt"
            | "mathcal"
            | "mathbb"
            | "mathfrak"
            | "mathscr"
            | "boldsymbol"
            | "bm"
            | "rm"
            | "bf"
            | "it"
            | "sf"
            | "tt"
            | "operatorname"
            | "left"
            | "right"
            | "big"
            | "Big"
            | "bigg"
            | "Bigg"
            | "bigl"
            | "bigr"
            | "Bigl"
            | "Bigr"
            | "displaystyle"
            | "textstyle"
            | "scriptstyle"
            | "limits"
            | "nolimits"
            | "hat"
            | "bar"
            | "tilde"
            | "vec"
            | "overline"
            | "underline"
            | "widehat"
            | "widetilde"
            | "dot"
            | "ensuremath"
            | "centering"
            | "protect"
    )
}

/// The sign that a command without arguments shows.
#[rustfmt::skip]
pub(super) fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "times" => "×", "cdot" => "·", "sim" | "thicksim" => "∼", "approx" | "thickapprox" => "≈",
        "simeq" => "≃", "geq" | "ge" | "geqslant" => "≥", "leq" | "le" | "leqslant" => "≤", "gg" => "≫", "ll" => "≪",
        "gt" => ">", "lt" => "<", "neq" | "ne" => "≠", "equiv" => "≡", "pm" => "±", "mp" => "∓", "div" => "÷",
        "ast" => "∗", "star" => "⋆", "dagger" | "dag" => "†", "ddagger" | "ddag" => "‡", "circ" => "°",
        "degree" => "°", "ldots" | "dots" | "cdots" => "…", "infty" => "∞", "propto" => "∝", "in" => "∈",
        "rightarrow" | "to" | "longrightarrow" => "→", "leftarrow" | "gets" => "←", "uparrow" => "↑",
        "downarrow" => "↓", "sqrt" => "√", "sum" => "∑", "prod" => "∏", "partial" => "∂", "nabla" => "∇",
        "alpha" => "α", "beta" => "β", "gamma" => "γ", "delta" => "δ", "epsilon" | "varepsilon" => "ε",
        "eta" => "η", "theta" => "θ", "kappa" => "κ", "lambda" => "λ", "mu" => "μ", "pi" => "π", "rho" => "ρ",
        "sigma" => "σ", "tau" => "τ", "phi" | "varphi" => "φ", "psi" => "ψ", "omega" => "ω", "Delta" => "Δ",
        "Sigma" => "Σ", "Omega" => "Ω", "mid" | "vert" => "|", "prime" => "′", "bullet" => "•", "slash" => "/",
        "nu" => "ν", "xi" => "ξ", "zeta" => "ζ", "chi" => "χ", "iota" => "ι", "Gamma" => "Γ", "Lambda" => "Λ",
        "Theta" => "Θ", "Phi" => "Φ", "Psi" => "Ψ", "Pi" => "Π", "ell" => "ℓ", "colon" => ":",
        "lbrace" => "{", "rbrace" => "}", "S" => "§", "percent" => "%",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numbers_signs_and_names_are_kept() {
        for (tex, expected) in [
            (r"8\times", "8×"),
            (r"8 \times \mathrm{A100}", "8×A100"),
            ("1 0 ^ { - 4 }", "10^-4"),
            (r"\mathrm { R T X ~ 3 0 9 0 }", "RTX 3090"),
            (r"\sim 3\,\text{hours on one GPU}", "∼3 hours on one GPU"),
            (r"\frac{1}{2}", "1/2"),
            (r"\geq 90\%", "≥90%"),
            (r"^{\dagger}", "^†"),
            (r"\unknown{x}", "unknownx"),
            (r"\label{eq:1} x", "x"),
            (r"{{{", ""),
            (r"\", ""),
        ] {
            assert_eq!(read(tex), expected, "{tex}");
        }
    }
}

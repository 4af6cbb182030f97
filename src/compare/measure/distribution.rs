//! The few distributions that the measures need, to about twelve digits: normal, Student's t, beta.
//!
//! Everything goes through the regularized incomplete beta function, evaluated by its continued fraction (modified Lentz;
//! Press et al., Numerical Recipes, section 6.4), and libm's `erfc` and `lgamma`.

/// P(Z <= z) of the standard normal distribution.
///
/// ```
/// use demarche::compare::measure::distribution::normal_cdf;
/// assert!((normal_cdf(-1.959963984540054) - 0.025).abs() < 1e-15);
/// ```
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The z with P(Z <= z) = p, 0 < p < 1, to about fourteen digits: bisection, then Newton steps.
///
/// ```
/// use demarche::compare::measure::distribution::normal_quantile;
/// assert!((normal_quantile(0.025) + 1.959963984540054).abs() < 1e-12);
/// assert_eq!(normal_quantile(0.5), 0.0);
/// ```
pub fn normal_quantile(p: f64) -> f64 {
    if p == 0.5 {
        return 0.0;
    }
    let (mut low, mut high) = (-38.0f64, 38.0f64);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if normal_cdf(middle) < p { low = middle } else { high = middle }
    }
    let mut z = (low + high) / 2.0;
    for _ in 0..3 {
        let density = libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        if density > 0.0 {
            z -= (normal_cdf(z) - p) / density;
        }
    }
    z
}

/// P(X >= x) of chi-square with one degree of freedom: the p value of a G2.
///
/// ```
/// use demarche::compare::measure::distribution::chi_square_p;
/// assert!((chi_square_p(7.329811674221491) - 0.006782015951830022).abs() < 1e-12);
/// ```
pub fn chi_square_p(x: f64) -> f64 {
    libm::erfc((x.max(0.0) / 2.0).sqrt())
}

/// P(|T| >= |t|) of Student's t.
///
/// ```
/// use demarche::compare::measure::distribution::t_two_sided_p;
/// assert!((t_two_sided_p(2.262157162798205, 9.0) - 0.05).abs() < 1e-12);
/// ```
pub fn t_two_sided_p(t: f64, degrees_of_freedom: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    incomplete_beta(degrees_of_freedom / (degrees_of_freedom + t * t), degrees_of_freedom / 2.0, 0.5)
}

/// The t that is exceeded in absolute value with probability `p`.
///
/// ```
/// use demarche::compare::measure::distribution::t_exceeded_by;
/// assert!((t_exceeded_by(0.05, 9.0) - 2.262157162798205).abs() < 1e-12);
/// ```
pub fn t_exceeded_by(p: f64, degrees_of_freedom: f64) -> f64 {
    // df / (df + t²) is beta(df / 2, 1 / 2), so its odds are df / t²
    (degrees_of_freedom / beta_odds(p, degrees_of_freedom / 2.0, 0.5)).sqrt()
}

/// I_x(a, b), the distribution function of beta(a, b).
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    incomplete_beta_scaled(x, a, b, log_scale(a, b))
}

/// The same for 0 < x < 1, with [`log_scale`] at hand.
fn incomplete_beta_scaled(x: f64, a: f64, b: f64, scale: f64) -> f64 {
    let front = libm::exp(log_density_times(x, 1.0 - x, a, b, scale));
    // the fraction converges fast on the near side of the mean
    if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(x, a, b) / a
    } else {
        1.0 - front * continued_fraction(1.0 - x, b, a) / b
    }
}

/// The odds x / (1 - x) of the quantile x of beta(a, b): where its distribution function is `p`, 0 < p < 1.
///
/// Found on the scale of log-odds, where the function is smooth to both ends, by Newton steps inside a bracket.
pub fn beta_odds(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (-745.0f64, 745.0f64);
    let mut y = libm::log(a / b).clamp(-700.0, 700.0);
    let scale = log_scale(a, b);
    for _ in 0..200 {
        let (x, rest) = (1.0 / (1.0 + libm::exp(-y)), 1.0 / (1.0 + libm::exp(y)));
        let below = if x > 0.0 && x < 1.0 { incomplete_beta_scaled(x, a, b, scale) } else { x };
        let error = below - p;
        if error > 0.0 {
            high = y;
        } else {
            low = y;
        }
        let slope = libm::exp(log_density_times(x, rest, a, b, scale));
        let newton = y - error / slope;
        let next = if newton > low && newton < high { newton } else { (low + high) / 2.0 };
        let done = (next - y).abs() <= 1e-14 * y.abs().max(1e-2);
        y = next;
        if done {
            break;
        }
    }
    libm::exp(y)
}

/// -ln B(a, b).
fn log_scale(a: f64, b: f64) -> f64 {
    libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
}

/// ln of x^a (1 - x)^b / B(a, b), with 1 - x given apart so that it keeps its digits, and [`log_scale`] at hand.
fn log_density_times(x: f64, rest: f64, a: f64, b: f64, scale: f64) -> f64 {
    scale + a * libm::log(x) + b * libm::log(rest)
}

fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let step = d * c;
        result *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn beta_has_closed_forms() {
        assert_close(incomplete_beta(0.3, 1.0, 1.0), 0.3, 1e-13);
        assert_close(incomplete_beta(0.3, 4.0, 1.0), 0.3f64.powi(4), 1e-12);
        assert_close(incomplete_beta(0.5, 7.0, 7.0), 0.5, 1e-12);
        assert_close(incomplete_beta(0.3, 2.0, 3.0), 1.0 - 0.7f64.powi(3) * (0.7 + 4.0 * 0.3), 1e-12);
    }

    #[test]
    fn the_quantile_undoes_the_distribution_function() {
        for (a, b) in [(1.0, 1.0), (0.5, 0.5), (3.0, 40.0), (5000.0, 4801.0), (2.0, 900000.0)] {
            for p in [1e-7, 0.025, 0.5, 0.975] {
                let odds = beta_odds(p, a, b);
                assert_close(incomplete_beta(odds / (1.0 + odds), a, b), p, 1e-9);
            }
        }
    }

    #[test]
    fn t_agrees_with_tables() {
        for (df, t) in [(1.0, 12.706204736432095), (4.0, 2.7764451051977987), (19.0, 2.0930240544082634)] {
            assert_close(t_exceeded_by(0.05, df), t, 1e-9);
            assert_close(t_two_sided_p(t, df), 0.05, 1e-9);
        }
    }
}

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>L = ½u² − log(du/de) in one bin of a rational-quadratic spline, and its derivatives.</summary>
/// <param name="Loss">L.</param>
/// <param name="E">∂L/∂e.</param>
/// <param name="X">∂L/∂x_k.</param>
/// <param name="Y">∂L/∂y_k.</param>
/// <param name="Width">∂L/∂Δx.</param>
/// <param name="Height">∂L/∂Δy.</param>
/// <param name="D0">∂L/∂δ_k.</param>
/// <param name="D1">∂L/∂δ_{k+1}.</param>
internal readonly record struct BinGradient(double Loss, double E, double X, double Y, double Width, double Height, double D0, double D1)
{
    public static BinGradient At(double e, double x, double y, double width, double height, double d0, double d1)
    {
        double xi = (e - x) / width, rest = 1 - xi, q = xi * rest, s = height / width, t = d0 + d1 - (2 * s);
        double below = s + (t * q), share = ((s * xi * xi) + (d0 * q)) / below, u = y + (height * share);
        double slope = (d1 * xi * xi) + (2 * s * q) + (d0 * rest * rest);
        double loss = (0.5 * u * u) - (2 * Math.Log(s)) - Math.Log(slope) + (2 * Math.Log(below));

        // For v in (ξ, s, δ_k, δ_{k+1}): L_v = u·u_v − slope_v/slope + 2 below_v/below, u_v = Δy (top_v − share·below_v)/below.
        double turn = 1 - (2 * xi), lift = u * height / below;
        double belowXi = t * turn, belowS = 1 - (2 * q);
        double byXi = (lift * ((2 * s * xi) + (d0 * turn) - (share * belowXi))) - (2 * ((d1 * xi) + (s * turn) - (d0 * rest)) / slope) + (
            2 * belowXi / below);
        double byS = (lift * ((xi * xi) - (share * belowS))) - (2 / s) - (2 * q / slope) + (2 * belowS / below);
        double by0 = (lift * (q - (share * q))) - (rest * rest / slope) + (2 * q / below);
        double by1 = (lift * -share * q) - (xi * xi / slope) + (2 * q / below);
        double byWidth = -((byS * s) + (byXi * xi)) / width;
        double byHeight = (u * share) + (byS / width);
        return new BinGradient(loss, byXi / width, -byXi / width, u, byWidth, byHeight, by0, by1);
    }
}

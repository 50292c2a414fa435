namespace NotebookKit.Models.CifakeGradCam;

/// <summary>What one seed measured: the raw material of the claims.</summary>
/// <param name="Seed">Seed of data, start and order.</param>
/// <param name="Accuracy">Test accuracy of the winner network.</param>
/// <param name="Auroc">Area under its ROC curve.</param>
/// <param name="LogisticAccuracy">Test accuracy of logistic regression on pixels.</param>
/// <param name="LiftFlaw">Grad-CAM's lift on the flaw.</param>
/// <param name="LiftObject">Grad-CAM's lift on the object.</param>
/// <param name="HiResCamLiftFlaw">HiResCAM's lift on the flaw.</param>
/// <param name="Pointing">Pointing game on the flaw.</param>
/// <param name="DeletionGain">Random deletion AUC minus Grad-CAM's.</param>
/// <param name="RandomisedLift">Lift on the flaw with random weights.</param>
public sealed record CifakeMeasurement(
    long Seed, double Accuracy, double Auroc, double LogisticAccuracy, double LiftFlaw, double LiftObject,
    double HiResCamLiftFlaw, double Pointing, double DeletionGain, double RandomisedLift)
{
    /// <summary>Collects the numbers of one seed.</summary>
    public static CifakeMeasurement Of(
        long seed, CifakeDetector detector, CifakeBaselines baselines, CifakeExplanation explanation) => new(
        seed, detector.Accuracy, detector.Auroc, baselines.LogisticAccuracy,
        explanation.LiftNumbers.GradCamFlaw.Lift, explanation.LiftNumbers.GradCamObject.Lift,
        explanation.LiftNumbers.HiResCamFlaw.Lift, explanation.LiftNumbers.Pointing.Share,
        explanation.DeletionGain, explanation.RandomisedLift);
}
